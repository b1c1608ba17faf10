import type { Child } from 'hono/jsx';

type ChoiceProps = {
  type: 'checkbox' | 'radio';
  name: string;
  value: string;
  isChosen?: boolean;
  isRequired?: boolean;
  children: Child;
};

/** One box or button of a group with what it stands for, the whole row a target. */
export function Choice({ type, name, value, isChosen = false, isRequired = false, children }: ChoiceProps) {
  return (
    <label class="choice">
      <input type={type} name={name} value={value} checked={isChosen} required={isRequired} />
      <span>{children}</span>
    </label>
  );
}
