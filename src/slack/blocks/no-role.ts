/** Whom somebody without a role asks for one. */
export function noRoleText(owners: readonly string[]): string {
  const ask =
    owners.length > 0
      ? `Ask ${owners.map((id) => `<@${id}>`).join(' or ')} for one.`
      : 'It has no owner: the first workspace admin to type `/newsdesk status` becomes one.';
  return `You have no role in this newsroom yet. ${ask}`;
}
