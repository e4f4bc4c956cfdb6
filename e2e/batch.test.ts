import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

import { openLocalStore } from "@headwater/ingest";
import { describe, expect, it } from "vitest";

import { root, runHeadwater, temporaryFolder } from "./rig/headwater.ts";

describe("headwater batch land", () => {
  it("names what is wrong with each bad file, lands the others, and ends with exit code 2", async () => {
    using folder = temporaryFolder("batch");
    const data = join(folder.path, "data");
    await cp(join(root, "samples"), data, { recursive: true });
    await writeFile(join(data, "equity/hvi_nta2010.csv"), "NTACode,GEONAME\nBX81,Alder Hollow\n");
    await writeFile(join(data, "equity/air_quality_nta2010.csv"), "");

    const { exitCode, stdout, stderr } = await runHeadwater(landArguments(folder.path, data));
    expect(exitCode).toBe(2);
    expect(stdout).toContain("BATCH_FILE_EMPTY: equity/air_quality_nta2010.csv is empty");
    expect(stdout).toMatch(/BATCH_COLUMN_MISSING: equity\/hvi_nta2010\.csv has no column .*"SURFACETEMP"/);
    expect(stdout).toContain("svi_tracts: equity/svi_2018_nyc_tract.csv landed as version 1, 45 rows");
    expect(stderr).toBe("2 of 13 files failed.\n");
    expect(await objectNames(folder.path)).toHaveLength(11);
  });

  it("prints the result as JSON for machines, and leaves landed files alone", async () => {
    using folder = temporaryFolder("batch");
    const words = [...landArguments(folder.path, join(root, "samples")), "--json"];
    await runHeadwater(words);
    const { exitCode, stdout } = await runHeadwater(words);
    const results: unknown = JSON.parse(stdout);
    expect(exitCode).toBe(0);
    expect(results).toHaveLength(13);
    expect(results).not.toContainEqual(expect.objectContaining({ outcome: "landed" }));
  });

  it("never lands a personal column of the publisher's file of schools", async () => {
    using folder = temporaryFolder("batch");
    const data = join(folder.path, "data");
    await mkdir(join(data, "equity"), { recursive: true });
    await writeFile(join(data, "equity/school_locations_2017_18.csv"), await withStaffColumns());
    const { exitCode } = await runHeadwater([...landArguments(folder.path, data), "school_locations"]);
    expect(exitCode).toBe(0);
    const store = openLocalStore(join(folder.path, "store"));
    const { body, metadata } = await store.read(
      "school_locations/batch/school_locations_2017_18/000001.ndjson.gz",
    );
    expect(gunzipSync(body).toString()).not.toMatch(/Pat Example|555-0100/);
    expect(metadata["droppedColumns"]).toContain("PRINCIPAL_NAME, PRINCIPAL_TITLE, PRINCIPAL_PHONE_NUMBER");
  });
});

describe("headwater batch fetch", () => {
  it("ends with exit code 2 and the reason when a publisher cannot be reached", async () => {
    using folder = temporaryFolder("batch");
    const contracts = join(folder.path, "contracts");
    await cp(join(root, "contracts/air_quality"), join(contracts, "air_quality"), { recursive: true });
    const settings = join(contracts, "air_quality/feed.yml");
    const text = await readFile(settings, "utf8");
    // Nothing listens on port 1.
    await writeFile(settings, text.replace(/url: .*/, "url: https://127.0.0.1:1/air.csv"));
    const data = join(folder.path, "data");
    const words = ["batch", "fetch", "--to", data, "--contracts", contracts, "--attempts", "1"];
    const { exitCode, stdout } = await runHeadwater(words);
    expect(exitCode).toBe(2);
    expect(stdout).toContain(
      "FETCH_INTERRUPTED: https://127.0.0.1:1/air.csv could not be fetched in 1 attempts",
    );
  });

  it("refuses a checksum for a file that no feed has", async () => {
    using folder = temporaryFolder("batch");
    const checksum = `equity/other.csv=${"0".repeat(64)}`;
    const { exitCode, stderr } = await runHeadwater([
      "batch",
      "fetch",
      "--to",
      folder.path,
      "--sha256",
      checksum,
    ]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("INGEST_OPTION_INVALID: --sha256 equity/other.csv=");
  });
});

function landArguments(folder: string, data: string): string[] {
  return ["batch", "land", "--from", data, "--store", join(folder, "store")];
}

async function objectNames(folder: string): Promise<string[]> {
  const names: string[] = [];
  for await (const { name } of openLocalStore(join(folder, "store")).list("")) names.push(name);
  return names;
}

/** The sample file of schools as the publisher offers it: with columns about staff, here made up. */
async function withStaffColumns(): Promise<string> {
  const text = await readFile(join(root, "samples/equity/school_locations_2017_18.csv"), "utf8");
  return text
    .replace(/^FISCAL_YEAR,/, "FISCAL_YEAR,PRINCIPAL_NAME,PRINCIPAL_TITLE,PRINCIPAL_PHONE_NUMBER,")
    .replaceAll(/^2018,/gm, "2018,Pat Example,PRINCIPAL,555-0100,");
}
