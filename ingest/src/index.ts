export { sampleFiles, samplesSeed, type SampleFile } from "./simulate/sample-files.ts";
