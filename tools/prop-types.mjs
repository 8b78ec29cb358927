/**
 * Writes lib/platform/props/prop-types.ts: the types of all props, options and arguments of the public classes, as the compiler sees them.
 * At run time they hold a caller from JavaScript, or one with `any`, to what the compiler holds everybody else to.
 *
 * usage: node tools/prop-types.mjs [--check]
 *
 * With --check nothing is written: exit status 1 if the file is not what would be generated.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as prettier from 'prettier';
import ts from 'typescript';

const ROOT = path.resolve(import.meta.dirname, '..');
const LIBRARY = path.join(ROOT, 'lib') + path.sep;
const API = path.join(ROOT, 'lib', 'index.ts');
const TARGET = path.join(ROOT, 'lib', 'platform', 'props', 'prop-types.ts');
const PRIMITIVES = { string: 'string', number: 'number', boolean: 'boolean', true: 'boolean', false: 'boolean' };

const { config } = ts.readConfigFile(path.join(ROOT, 'tsconfig.json'), (file) => fs.readFileSync(file, 'utf8'));
const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
const program = ts.createProgram([API], options);
const checker = program.getTypeChecker();

const interfaces = new Map();
const classes = new Map();
const enums = new Map();
const calls = new Map();

const declarationOf = (symbol) => symbol.valueDeclaration ?? symbol.declarations?.[0];
const isOurs = (symbol) => declarationOf(symbol)?.getSourceFile().fileName.startsWith(LIBRARY) ?? false;
const isOptional = (symbol) => (symbol.flags & ts.SymbolFlags.Optional) !== 0;
const isPublic = (declaration, unlike = ts.ModifierFlags.Private | ts.ModifierFlags.Protected) =>
  (ts.getCombinedModifierFlags(declaration) & unlike) === 0;
const isHidden = (symbol) =>
  !isPublic(declarationOf(symbol)) || symbol.getJsDocTags(checker).some(({ name }) => name === 'internal');

/** How a type is written in the table; `owner` names a type that has no name of its own. */
function typeText(type, owner) {
  const plain = checker.getNonNullableType(type);
  if (plain.flags & ts.TypeFlags.EnumLiteral || plain.flags & ts.TypeFlags.Enum) return enumText(plain);
  if (plain.isUnion()) {
    return [...new Set(plain.types.map((each) => typeText(each, owner)))].sort().join('|');
  }
  if (plain.isStringLiteral()) return JSON.stringify(plain.value);
  const primitive = PRIMITIVES[checker.typeToString(plain)];
  if (primitive) return primitive;
  if (checker.isArrayType(plain) || checker.isTupleType(plain)) {
    return `${typeText(checker.getTypeArguments(plain)[0], owner)}[]`;
  }
  const entry = plain.getStringIndexType();
  if (entry) return `{${typeText(entry, owner)}}`;
  if (plain.getCallSignatures().length > 0) return 'function';
  const { symbol } = plain;
  if (!symbol || !(plain.flags & ts.TypeFlags.Object)) return 'unknown';
  return symbol.flags & ts.SymbolFlags.Class ? classText(plain, symbol) : interfaceText(plain, symbol, owner);
}

function enumText(type) {
  const { symbol } = type;
  const whole = symbol.flags & ts.SymbolFlags.EnumMember ? symbol.parent : symbol;
  if (!enums.has(whole.name)) {
    const members = [...whole.exports.values()].map((member) => [
      member.name,
      checker.getConstantValue(declarationOf(member)),
    ]);
    enums.set(whole.name, Object.fromEntries(members));
  }
  return whole.name;
}

/** Classes are known by their members, so that an object of another copy or release of its package is as good. */
function classText(type, symbol) {
  if (isOurs(symbol) && !classes.has(symbol.name)) {
    const own = type.getProperties().filter((member) => isOurs(member) && !isOptional(member));
    const open = own.filter((member) => isPublic(declarationOf(member)));
    classes.set(
      symbol.name,
      open.map(({ name }) => name).filter((name) => !name.startsWith('__')),
    );
  }
  return symbol.name;
}

function interfaceText(type, symbol, owner) {
  const name = symbol.name.startsWith('__') ? owner : symbol.name;
  const members = type.getProperties();
  const isData = members.every((member) => (member.flags & ts.SymbolFlags.Property) !== 0);
  if (!isOurs(symbol) && !isData) return name;
  if (!interfaces.has(name)) {
    interfaces.set(name, '');
    const known = members.filter((member) => isOurs(symbol) === isOurs(member));
    interfaces.set(name, known.map((member) => memberText(member, name)).join('; '));
  }
  return name;
}

function memberText(symbol, owner) {
  const text = typeText(checker.getTypeOfSymbol(symbol), `${owner}.${symbol.name}`);
  return `${symbol.name}${isOptional(symbol) ? '?' : ''}: ${text}`;
}

function parametersText(signature, owner) {
  return signature.parameters
    .map((parameter) => {
      const declaration = declarationOf(parameter);
      const name = ts.isIdentifier(declaration.name) ? declaration.name.text : 'props';
      const rest = declaration.dotDotDotToken ? '...' : '';
      const optional = declaration.questionToken || declaration.initializer ? '?' : '';
      return `${rest}${name}${optional}: ${typeText(checker.getTypeOfSymbol(parameter), `${owner}.${name}`)}`;
    })
    .join('; ');
}

function readCalls(symbol) {
  const constructor = checker.getTypeOfSymbol(symbol);
  const [made] = constructor.getConstructSignatures();
  if (made?.declaration && isPublic(made.declaration) && isPublic(declarationOf(symbol), ts.ModifierFlags.Abstract)) {
    calls.set(`new ${symbol.name}`, parametersText(made, symbol.name));
  }
  const methods = [
    ...constructor.getProperties().map((member) => [member, '.']),
    ...checker
      .getDeclaredTypeOfSymbol(symbol)
      .getProperties()
      .map((member) => [member, '#']),
  ];
  for (const [member, separator] of methods) {
    if (!(member.flags & ts.SymbolFlags.Method) || !isOurs(member) || isHidden(member)) continue;
    if (member.parent && member.parent !== symbol) continue; // inherited
    const [signature] = checker.getTypeOfSymbol(member).getCallSignatures();
    if (!signature || signature.parameters.length === 0) continue;
    calls.set(`${symbol.name}${separator}${member.name}`, parametersText(signature, `${symbol.name}.${member.name}`));
  }
}

const api = checker.getSymbolAtLocation(program.getSourceFile(API));
for (const exported of checker.getExportsOfModule(api)) {
  const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
  if (symbol.flags & ts.SymbolFlags.Class && isOurs(symbol)) readCalls(symbol);
}

const sorted = (map) => Object.fromEntries([...map].sort(([a], [b]) => (a < b ? -1 : 1)));
const source = `// Generated by tools/prop-types.mjs from the types of lib/. Do not edit: change the types, then run "npm run generate:props".

/** Calls of the public API by name, with their arguments: \`new C\`, the static \`C.m\`, \`m\` of an object of C as \`C#m\`. */
export const CALLS: { readonly [call: string]: string } = ${JSON.stringify(sorted(calls))};

/** Members of plain objects. */
export const INTERFACES: { readonly [name: string]: string } = ${JSON.stringify(sorted(interfaces))};

/** Members by which objects of our own classes are known. */
export const CLASSES: { readonly [name: string]: readonly string[] } = ${JSON.stringify(sorted(classes))};

/** Values of enumerations by their names. */
export const ENUMS: { readonly [name: string]: { readonly [member: string]: string | number } } = ${JSON.stringify(sorted(enums))};
`;
const formatted = await prettier.format(source, { ...(await prettier.resolveConfig(TARGET)), filepath: TARGET });
const current = fs.existsSync(TARGET) ? fs.readFileSync(TARGET, 'utf8') : '';
if (!process.argv.includes('--check')) fs.writeFileSync(TARGET, formatted);
else if (current !== formatted) {
  console.error(`${path.relative(ROOT, TARGET)} is not what the types say: run "npm run generate:props".`);
  process.exitCode = 1;
}
