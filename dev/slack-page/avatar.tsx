import type { SeenMessage } from '../slack/workspace.ts';

const colours = ['#8a4b2f', '#3b5b7a', '#6b4a7d', '#4d6b3c'];

/** A square portrait: initials for people, a folded newspaper for the newsroom's app. */
export function Avatar({ author, size = 36 }: { author: SeenMessage['author']; size?: number }) {
  if (author.kind === 'app') return <AppIcon size={size} />;
  const initials = author.name
    .split(' ')
    .map((word) => word.at(0))
    .join('')
    .slice(0, 2);
  const colour = author.kind === 'slack' ? '#5b5f66' : colours[(author.name.codePointAt(0) ?? 0) % colours.length];
  return (
    <span
      class="avatar"
      style={`background:${colour};width:${size}px;height:${size}px;font-size:${Math.round(size * 0.4)}px`}
    >
      {initials}
    </span>
  );
}

export function AppIcon({ size }: { size: number }) {
  return (
    <svg class="avatar" viewBox="0 0 36 36" width={size} height={size} aria-hidden="true">
      <rect width="36" height="36" rx="8" fill="#0b5f66" />
      <path d="M9 10.5h14.5v15H11a2 2 0 0 1-2-2v-13Z" fill="#f4ebdd" />
      <path d="M23.5 14H27v9.5a2 2 0 0 1-2 2h-1.5V14Z" fill="#d9c3a0" />
      <path d="M11.5 13.200h9.5v3.600h-9.5zM11.5 19h9.5v1.200h-9.5zM11.5 21.800h6.5V23h-6.5z" fill="#0b5f66" />
    </svg>
  );
}
