// npm's solc (WebAssembly) behind as much of native solc's command line as py-solc-x and ape use:
// `--version`, `--help`, and `--standard-json [FILE]` with the path options below.
"use strict";

const fs = require("fs");
const path = require("path");

const HELP = `solc, the Solidity command line compiler (WebAssembly inside)
Usage: solc --version | --help | [options] --standard-json [FILE]
  --base-path PATH       root of the source tree (default: the working directory)
  --include-path PATH    further root, may be repeated
  --allow-paths PATH,... further folders that sources may be read from
  --combined-json abi,bin,bin-runtime,devdoc,userdoc
                         not offered: use --standard-json
`;

function fail(message) {
  process.stderr.write(`Error: ${message}\n`);
  process.exit(1);
}

function parse(args) {
  const options = { base: ".", include: [], allow: [], files: [] };
  const takes = {
    "--base-path": (value) => (options.base = value),
    "--include-path": (value) => options.include.push(value),
    "-I": (value) => options.include.push(value),
    "--allow-paths": (value) => options.allow.push(...value.split(",").filter(Boolean)),
  };
  while (args.length) {
    const [name, inline] = args.shift().split(/=(.*)/s);
    if (takes[name]) takes[name](inline ?? args.shift() ?? fail(`${name} needs a value`));
    else if (["--version", "--help", "--standard-json"].includes(name)) options.mode = name;
    else if (name === "--overwrite") continue;
    else if (name.startsWith("--")) fail(`${name} is not offered here; use --standard-json`);
    else if (name !== "-") options.files.push(name);
  }
  return options;
}

const real = (file) => (fs.existsSync(file) ? fs.realpathSync(file) : path.resolve(file));
const within = (folder, file) => !path.relative(folder, file).startsWith("..");

// Finds a source as native solc does: in the base and include paths, never outside allowed folders.
function reader(options, remappings) {
  const roots = [options.base, ...options.include].map((root) => path.resolve(root));
  const targets = remappings.map((text) => path.resolve(roots[0], text.slice(text.indexOf("=") + 1)));
  const allowed = [...roots, ...options.allow, ...targets].map(real);
  return (name) => {
    const tried = path.isAbsolute(name) ? [name] : roots.map((root) => path.join(root, name));
    const found = [...new Set(tried.filter((file) => fs.existsSync(file)).map(real))];
    if (!found.length) return { error: `File not found. Searched: ${tried.join(", ")}.` };
    if (found.length > 1) return { error: `Ambiguous import: ${found.join(", ")}.` };
    if (!allowed.some((folder) => within(folder, found[0]))) {
      return { error: `File outside of allowed directories: ${allowed.join(", ")}.` };
    }
    return { contents: fs.readFileSync(found[0], "utf8") };
  };
}

// A 32-bit build prints the ids of builtins (msg, block, require) as 2^32 - n; native prints -n.
function signBuiltinIds(output) {
  const signed = (text) => text.replace(/\b42949[0-9]{5}\b/g, (id) => String(Number(id) - 2 ** 32));
  return output.replace(
    /"(?:referencedDeclaration|overloadedDeclarations)":\s*(?:[0-9]+|\[[^\]]*\])/g,
    signed,
  );
}

function load() {
  const compiler = require("solc");
  // Emscripten's hooks would print the whole compiler's source on any error of ours.
  process.removeAllListeners("uncaughtException");
  process.removeAllListeners("unhandledRejection");
  return compiler;
}

const options = parse(process.argv.slice(2));
if (options.mode === "--version") {
  process.stdout.write(`solc, the solidity compiler commandline interface\nVersion: ${load().version()}\n`);
} else if (options.mode === "--standard-json") {
  const input = fs.readFileSync(options.files[0] ?? 0, "utf8");
  const remappings = JSON.parse(input).settings?.remappings ?? [];
  const output = load().compile(input, { import: reader(options, remappings) });
  process.stdout.write(signBuiltinIds(output) + "\n");
} else {
  process.stdout.write(HELP);
}
