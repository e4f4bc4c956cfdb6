import manifest from "../package.json" with { type: "json" };
import { dispatch } from "./dispatch.ts";

process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  // A reader that goes away (`headwater … | head`) is no failure of ours, and changes no verdict.
  if (error.code === "EPIPE") process.exit();
  process.stderr.write(`OUTPUT_NOT_WRITABLE: the output cannot be written (${error.code})\n`);
  process.exit(2);
});

const output = {
  out: (text: string) => void process.stdout.write(text),
  error: (text: string) => void process.stderr.write(text),
};
void run();

async function run(): Promise<void> {
  const exitCode = await dispatch(process.argv.slice(2), output, manifest.version);
  if (exitCode !== undefined) process.exitCode = exitCode;
  // The gate has nothing left to do, so V8 need not clean up behind it once all is written.
  if (process.argv[2] === "gate")
    process.stdout.write("", (error) => {
      if (!error) process.exit();
    });
}
