const path = require('node:path');
const vm = require('node:vm');
const { default: Runtime } = require('jest-runtime');

/**
 * jest's runtime, with modules that suites of one process share: the library, and the packages that it and the tests use, are loaded once per process
 * and not once per suite, which took more than the tests. A suite has its own test modules, its own mocks and its own `jest`. A suite that
 * needs the library to itself says `@jest-environment node` at its top.
 */
module.exports = class SharedRuntime extends Runtime {
  constructor(config, environment, ...rest) {
    super(config, environment, ...rest);
    if (!environment.isShared) return;
    compileHere(this);
    shared ??= new KeptRuntime(config, environment, ...rest);
    this.testFolder = path.join(config.rootDir, 'test') + path.sep;
  }

  requireModule(from, moduleName, options, isRequireActual) {
    return this.isShared(from, moduleName, options?.isInternalModule)
      ? shared.requireModule(from, moduleName, options, isRequireActual)
      : super.requireModule(from, moduleName, options, isRequireActual);
  }

  isShared(from, moduleName, isOfJest) {
    if (this.testFolder === undefined || this.registries.isIsolated()) return false;
    if (moduleName !== undefined && this._resolution.isCoreModule(moduleName)) return false;
    const file = moduleName === undefined ? from : this._resolution.resolveCjs(from, moduleName);
    return isOfJest ? !OF_A_SUITE.test(file) : !file.startsWith(this.testFolder);
  }

  getAllCoverageInfoCopy() {
    return this.testFolder === undefined ? super.getAllCoverageInfoCopy() : newlyReached(globalThis.__coverage__);
  }

  getSourceMaps() {
    return new Map([...(shared?.getSourceMaps() ?? []), ...super.getSourceMaps()]);
  }
};

let shared;

/** What keeps tests and their state in jest. */
const OF_A_SUITE = /[\\/]node_modules[\\/]jest-circus[\\/]/;

/** The runtime of what is shared; nobody tears it down. */
class KeptRuntime extends Runtime {
  constructor(...args) {
    super(...args);
    compileHere(this);
  }
}

/** Modules run in the context of the process: what they share has to have the same `Error`. */
function compileHere({ executor }) {
  executor.compile = (source, filename) => vm.compileFunction(source, executor.injectedModuleParameters, { filename });
}

const reached = new Map();

/** The account of files of which something ran that no suite of this process had run before. Counts of one process only grow. */
function newlyReached(coverage = {}) {
  const files = Object.entries(coverage).filter(([file, { s, f, b }]) => {
    let places = 0;
    for (const counts of [s, f]) for (const id in counts) if (counts[id] > 0) places += 1;
    for (const id in b) for (const count of b[id]) if (count > 0) places += 1;
    if (reached.get(file) === places) return false;
    reached.set(file, places);
    return true;
  });
  return globalThis.structuredClone(Object.fromEntries(files));
}
