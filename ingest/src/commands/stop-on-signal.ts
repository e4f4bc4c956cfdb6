/** The first SIGINT or SIGTERM asks for a tidy end, a second one ends at once, as if nobody listened. */
export function stopOnSignal(onStop: (signal: string) => void): {
  readonly signal: AbortSignal;
  readonly dispose: () => void;
} {
  const controller = new AbortController();
  const dispose = (): void => {
    process.off("SIGINT", stop);
    process.off("SIGTERM", stop);
  };
  const stop = (signal: string): void => {
    dispose();
    controller.abort();
    onStop(signal);
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  return { signal: controller.signal, dispose };
}
