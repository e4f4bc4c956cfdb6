/**
 * The outcome of some work, unless it takes too long: then an error with the code ETIMEDOUT, as Node's sockets have
 * it. The work itself is not stopped, and nobody hears how it ends.
 */
export async function within<T>(timeoutMs: number, work: Promise<T>): Promise<T> {
  const { promise: timeout, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    const error = new Error(`there was no answer within ${timeoutMs / 1000} s`);
    reject(Object.assign(error, { code: "ETIMEDOUT" }));
  }, timeoutMs);
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
