// The layer rules of docs/architecture.md as one lint rule: who may import whom, and why.
// It looks at every form an import can take: static, re-export, dynamic, type-only, import type, require.
import { isAbsolute, join, relative, resolve, sep } from "node:path";

/** What each package may import of ours. A package that is not listed may import nothing of ours. */
const allowed = {
  contracts: [],
  artifacts: [],
  ingest: ["contracts"],
  quality: ["artifacts"],
  lineage: ["artifacts", "contracts"],
  powerbi: ["artifacts", "lineage"],
  cli: ["contracts", "artifacts", "ingest", "quality", "lineage", "powerbi"],
};

/** Folders that are not packages: whole-system tests, scripts and benchmarks may see everything. */
const unlayered = new Set(["e2e", "scripts", "bench", "lint"]);

const why = {
  contracts: "contracts is the seam between producers and everybody else, so it depends on nobody",
  artifacts: "artifacts only reads dbt's files, so that every tool can stand on it",
  ingest: "ingest must run without dbt, so it knows contracts only",
  quality: "the gate serves any dbt project, so it knows dbt's artifacts only",
  lineage: "lineage joins dbt's artifacts with the contracts, and knows neither ingest nor the gate",
  powerbi: "powerbi reads the graph and dbt's artifacts, never the pipeline",
};

/**
 * The sentence that is wrong with an import, or undefined if it is allowed.
 * `file` and `root` are absolute paths; `specifier` is the imported text.
 */
export function layerViolation(root, file, specifier) {
  const from = relative(root, file).split(sep)[0];
  if (unlayered.has(from) || !(from in allowed)) return undefined;
  if (specifier.startsWith("@headwater/")) return packageViolation(from, specifier, file);
  if (!specifier.startsWith(".") && !isAbsolute(specifier)) return undefined;
  const to = relative(root, resolve(join(file, ".."), specifier)).split(sep)[0];
  if (to !== from) {
    return `${from} reaches into ${to}/ by a path. Import another package by its name, so that only its public exports are used.`;
  }
  if (/(^|\/)cli\.ts$/.test(specifier) && !file.endsWith(".test.ts")) {
    return "Nothing imports a cli.ts: it reads arguments, prints and exits. Move what you need into a module beside it.";
  }
  return undefined;
}

function packageViolation(from, specifier, file) {
  const [, to, entry] = specifier.split("/");
  if (entry === "cli" && from !== "cli") {
    return `Only the command package may import ${specifier}: a cli entry reads arguments, prints and exits.`;
  }
  if (to === from) return `${from} imports itself by name. Use a relative path inside a package.`;
  if (allowed[from].includes(to)) return undefined;
  if (file.endsWith(".test.ts"))
    return `${from}'s tests follow its layer too: ${why[from]}. Put a test of both into e2e/.`;
  return `${from} may not import ${to}: ${why[from] ?? "see docs/architecture.md"}.`;
}

const layers = {
  meta: { type: "problem", docs: { description: "Packages import each other only along the layers." } },
  create(context) {
    const check = (node, source) => {
      if (source?.type !== "Literal" || typeof source.value !== "string") return;
      const message = layerViolation(context.cwd, context.filename, source.value);
      if (message) context.report({ node, message });
    };
    return {
      ImportDeclaration: (node) => check(node, node.source),
      ExportNamedDeclaration: (node) => check(node, node.source),
      ExportAllDeclaration: (node) => check(node, node.source),
      ImportExpression: (node) => check(node, node.source),
      TSImportType: (node) => check(node, node.source ?? node.argument?.literal ?? node.argument),
      TSExternalModuleReference: (node) => check(node, node.expression),
      CallExpression: (node) => {
        if (node.callee.type === "Identifier" && node.callee.name === "require")
          check(node, node.arguments[0]);
      },
    };
  },
};

/** Only a cli.ts (or a file under commands/ or in the cli package) reads argv and env, prints, and exits. */
const processAtTheEdge = {
  meta: {
    type: "problem",
    docs: { description: "Only command files touch argv, env, exit and the console." },
  },
  create(context) {
    const path = relative(context.cwd, context.filename).split(sep).join("/");
    const isEdge =
      /(^|\/)(cli|commands|scripts|bench|e2e|lint)\//.test(path) ||
      /(\.test|\.config|(^|\/)cli)\.m?[jt]s$/.test(path);
    if (isEdge) return {};
    return {
      MemberExpression(node) {
        const { object, property } = node;
        if (object.type !== "Identifier" || object.name !== "process" || property.type !== "Identifier")
          return;
        if (!["argv", "env", "exit", "exitCode", "stdout", "stderr", "stdin"].includes(property.name)) return;
        context.report({
          node,
          message: `process.${property.name} belongs into a cli.ts or commands/ file. Take the value as a parameter, so that this stays testable.`,
        });
      },
    };
  },
};

// oxlint loads a plugin by its default export.
export default { meta: { name: "headwater" }, rules: { layers, "process-at-the-edge": processAtTheEdge } };
