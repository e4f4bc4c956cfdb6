import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { IngestError } from "../errors.ts";
import { madeUpFeed } from "../testing/made-up-feed.ts";
import { prepareFile, type PreparedFile } from "./prepare-file.ts";

function prepare(content: string | Uint8Array, changes: Parameters<typeof madeUpFeed>[0] = {}): PreparedFile {
  const changed = madeUpFeed(changes);
  const [file] = changed.files;
  if (file === undefined) throw new Error("The feed has no file.");
  return prepareFile(changed, file, typeof content === "string" ? Buffer.from(content) : content);
}

function rowsOf(prepared: PreparedFile): unknown[] {
  const lines = prepared.body.toString().split("\n").slice(0, -1);
  return lines.map((line): unknown => JSON.parse(line));
}

function errorOf(content: string | Uint8Array, changes: Parameters<typeof madeUpFeed>[0] = {}): IngestError {
  try {
    prepare(content, changes);
  } catch (error) {
    if (error instanceof IngestError) return error;
    throw error;
  }
  throw new Error("The file was accepted.");
}

describe("prepareFile", () => {
  it("lands the contract's columns as raw text, and an empty cell as null", () => {
    const prepared = prepare('NAME,Park Id,TREES\n"Elm, the Old ",p1,007\n,p2,\n');
    expect(rowsOf(prepared)).toEqual([
      { row: 1, value: { park_id: "p1", park_name: "Elm, the Old ", trees: "007" } },
      { row: 2, value: { park_id: "p2", park_name: null, trees: null } },
    ]);
  });

  it("records the checksums of the publisher's bytes and of the prepared rows", () => {
    const content = "Park Id,NAME,TREES\np1,Elm,7\n";
    const prepared = prepare(content);
    expect(prepared.sourceSha256).toBe(createHash("sha256").update(content).digest("hex"));
    expect(prepared.preparedSha256).toBe(createHash("sha256").update(prepared.body).digest("hex"));
  });

  it("reads a byte order mark, CRLF line ends, blank lines, padded names and line breaks inside quotes", () => {
    const prepared = prepare('\uFEFFPark Id , NAME,TREES\r\n\r\np1,"Elm\r\nPark",7\r\n\r\n');
    expect(rowsOf(prepared)).toEqual([
      { row: 1, value: { park_id: "p1", park_name: "Elm\r\nPark", trees: "7" } },
    ]);
  });

  it("leaves personal columns behind, and says which columns it dropped", () => {
    const prepared = prepare("Park Id,KEEPER_NAME,NAME,KEEPER_PHONE,TREES\np1,Jo Doe,Elm,555-0100,7\n");
    expect(prepared.droppedColumns).toEqual(["KEEPER_NAME", "KEEPER_PHONE"]);
    expect(prepared.body.toString()).not.toMatch(/Jo Doe|555-0100/);
  });

  it("keeps a row that breaks the contract, with its violations", () => {
    const prepared = prepare("Park Id,NAME,TREES\n,Elm,many\n");
    expect(prepared).toMatchObject({ rows: 1, rowsWithErrors: 1 });
    expect(rowsOf(prepared)).toMatchObject([
      {
        value: { park_id: null, park_name: "Elm", trees: "many" },
        errors: [
          { field: "park_id", rule: "type" },
          { field: "trees", rule: "pattern" },
        ],
      },
    ]);
  });

  it.each([
    ["too few", "Park Id,NAME,KEEPER,TREES\np1,Jo Doe,7\np2,Ash,Jo Doe,9\n", 3],
    ["too many", "Park Id,NAME,KEEPER,TREES\np1,Elm,x,Jo Doe,7\np2,Ash,Jo Doe,9\n", 5],
  ])(
    "keeps a row with %s cells as an error, and none of its cells: they may be shifted",
    (_, content, count) => {
      const prepared = prepare(content);
      expect(rowsOf(prepared)).toEqual([
        {
          row: 1,
          value: { park_id: null, park_name: null, trees: null },
          errors: [
            { field: "", rule: "cell_count", message: `expected 4 cells as in the header, found ${count}` },
          ],
        },
        { row: 2, value: { park_id: "p2", park_name: "Ash", trees: "9" } },
      ]);
      expect(prepared.body.toString()).not.toContain("Jo Doe");
    },
  );

  it("keeps both rows of a repeated key, and counts the second", () => {
    const prepared = prepare("Park Id,NAME,TREES\np1,Elm,7\np1,Elm,8\n,Ash,1\n,Oak,1\n");
    expect(prepared).toMatchObject({ rows: 4, rowsWithRepeatedKey: 1 });
  });

  it("reads the encoding that feed.yml states", () => {
    const bytes = Buffer.from("Park Id,NAME,TREES\np1,Chêne,7\n", "latin1");
    const prepared = prepare(bytes, {
      files: [{ path: "tests/parks.csv", url: "https://example.org/parks.csv", encoding: "windows-1252" }],
    });
    expect(rowsOf(prepared)).toMatchObject([{ value: { park_name: "Chêne" } }]);
  });
});

describe("prepareFile refuses a file", () => {
  it("that lacks a column, naming the column, the file and the header that was found", () => {
    const error = errorOf("Park Id,TREES,Colour\np1,7,green\n");
    expect(error.code).toBe("BATCH_COLUMN_MISSING");
    expect(error.message).toBe('tests/parks.csv has no column "NAME". Its header is: Park Id,TREES,Colour');
    expect(error.hint).toContain("x-source-column");
  });

  it("that has a column of the contract twice", () => {
    expect(errorOf("Park Id,NAME,NAME,TREES\np1,a,b,7\n")).toMatchObject({ code: "BATCH_COLUMN_REPEATED" });
  });

  it.each([
    ["nothing", "", "found nothing"],
    ["only a byte order mark", "\uFEFF", "found nothing"],
    ["only a header", "Park Id,NAME,TREES\n", "found a header (Park Id,NAME,TREES) and no rows"],
  ])("that holds %s", (_, content, found) => {
    const error = errorOf(content);
    expect(error.code).toBe("BATCH_FILE_EMPTY");
    expect(error.message).toContain(found);
  });

  it("that is not UTF-8, naming the line", () => {
    const error = errorOf(Buffer.from("Park Id,NAME,TREES\np1,Elm,7\np2,Chêne,8\n", "latin1"));
    expect(error.code).toBe("BATCH_NOT_TEXT");
    expect(error.message).toBe("tests/parks.csv is not UTF-8 text: line 3 cannot be decoded.");
  });

  it("whose last quote is not closed, as after a cut", () => {
    const error = errorOf('Park Id,NAME,TREES\np1,"Elm,7\n');
    expect(error.code).toBe("BATCH_CSV_MALFORMED");
    expect(error.message).toContain("line 2");
  });

  it("whose feed names an unknown prepare step, listing the known ones", () => {
    const error = errorOf("Park Id,NAME,TREES\np1,Elm,7\n", { prepare: "tidy_up" });
    expect(error.code).toBe("BATCH_STEP_UNKNOWN");
    expect(error.message).toContain("select_columns");
  });

  it("that is a web page, showing what stands in the header's place", () => {
    expect(errorOf("<!doctype html>\n<p>Sign in</p>\n").message).toContain("Its header is: <!doctype html>");
  });
});
