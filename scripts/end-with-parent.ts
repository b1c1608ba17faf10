const LOOK_MS = 500;

/**
 * Ends this process, as on SIGTERM, once the process that started it is gone: npm hands a signal on to its shell, and that
 * ends without handing it on to us. On Windows, where nobody takes over a process without a parent, it does nothing.
 */
export function endWithParent(): void {
  const parent = process.ppid;
  const look = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(look);
    process.kill(process.pid, 'SIGTERM');
  }, LOOK_MS);
  look.unref();
}
