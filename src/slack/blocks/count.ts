/** "1,284". */
export function number(count: number): string {
  return count.toLocaleString('en');
}

/** "1 reader", "1,284 readers". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${number(count)} ${count === 1 ? one : many}`;
}
