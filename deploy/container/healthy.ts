/** The health check of the container: ends with 0 if the service is ready. */
const port = process.env.PORT ?? '3978';
const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null);
process.exitCode = answer?.status === 200 ? 0 : 1;
