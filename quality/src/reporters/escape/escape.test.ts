import { describe, expect, it } from "vitest";

import { safeJson } from "./json.ts";
import { codeSpan, escapeMarkdown } from "./markdown.ts";
import { shorten, visible } from "./visible.ts";
import { escapeCommandData, escapeCommandProperty } from "./workflow-command.ts";
import { escapeXml } from "./xml.ts";

describe("visible", () => {
  it("shows escape sequences, bidirectional overrides and other unseen characters as their codes", () => {
    expect(visible("\u001b[31mred")).toBe("\\u{1b}[31mred");
    expect(visible("a\u202Eb\u2066c\u200Bd\u0085e")).toBe("a\\u{202e}b\\u{2066}c\\u{200b}d\\u{85}e");
    expect(visible("half \uD83D pair")).toBe("half \\u{d83d} pair");
    expect(visible("Größe 😀 数")).toBe("Größe 😀 数");
  });

  it("breaks the commands that old runners read anywhere in a line", () => {
    expect(visible("x ##[error]y ##vso[task]z")).toBe("x # #[error]y # #vso[task]z");
  });

  it("makes one line of several", () => {
    expect(visible("first\r\n  second\tthird")).toBe("first second third");
  });
});

describe("safeJson", () => {
  it("escapes what a terminal would act on, and gives the same text back", () => {
    const text = "a\u009b\u202E\u{E0001}##[x]\u0000";
    const written = safeJson({ text });
    expect(written).toBe(String.raw`{"text":"a\u009b\u202e\udb40\udc01\u0023\u0023[x]\u0000"}`);
    expect(JSON.parse(written)).toEqual({ text });
  });

  it("escapes every character that nobody sees", () => {
    const characters = Array.from({ length: 0x110000 }, (_, code) => String.fromCodePoint(code));
    const unseen = characters.filter((character) => /[\p{Cc}\p{Zl}\p{Zp}\p{Cf}\p{Cs}]/u.test(character));
    expect(unseen.length).toBeGreaterThan(2000);
    expect(unseen.filter((character) => safeJson(character).includes(character))).toEqual([]);
  });
});

describe("shorten", () => {
  it("leaves short text alone and never cuts a character in two", () => {
    expect(shorten("abc", 3)).toBe("abc");
    expect(shorten("abcd", 3)).toBe("ab…");
    expect(shorten("a😀bc", 3)).toBe("a…");
  });
});

describe("workflow commands", () => {
  it("cannot be begun by what a project wrote", () => {
    expect(escapeCommandData("50%\n::error::x", "second")).toBe("50%25 ::error::x%0Asecond");
    expect(escapeCommandProperty("a:b,c%\r\nd")).toBe("a%3Ab%2Cc%25 d");
  });
});

describe("XML", () => {
  it("holds no markup and no character that XML forbids", () => {
    expect(escapeXml(`<a b="c">&'\u0000\uFFFF]]>`)).toBe(
      "&lt;a b=&quot;c&quot;&gt;&amp;&apos;\\u{0}\uFFFD]]&gt;",
    );
  });
});

describe("Markdown", () => {
  it("shows markup, HTML and table cells as text", () => {
    expect(escapeMarkdown("**a** <img src=x> | [l](u) _e_ in_word")).toBe(
      String.raw`\*\*a\*\* &lt;img src=x&gt; \| \[l\](u) \_e\_ in_word`,
    );
  });

  it("shows as code what stands between backticks", () => {
    expect(escapeMarkdown("Set `a|b` *now*, `open")).toBe("Set `a\\|b` \\*now\\*, \\`open");
  });

  it("mentions nobody, refers to nothing and links nowhere", () => {
    expect(escapeMarkdown("@ada #12 https://evil.example www.evil.example")).toBe(
      "@&#8203;ada #&#8203;12 https&#58;//evil.example www&#46;evil.example",
    );
  });

  it("puts any text into a code span", () => {
    expect(codeSpan("a|b")).toBe(String.raw`\`a\|b\``.replaceAll("\\`", "`"));
    expect(codeSpan("`x``y")).toBe("``` `x``y ```");
  });
});
