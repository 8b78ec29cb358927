const { ModernFakeTimers } = require('@jest/fake-timers');
const { ModuleMocker } = require('jest-mock');

/** The process itself as the environment of tests, for what they share: shared-runtime.cjs. What a suite changes in it is put back. */
module.exports = class SharedEnvironment {
  isShared = true;
  global = globalThis;
  moduleMocker = new ModuleMocker(globalThis);
  customExportConditions = ['node', 'node-addons'];

  constructor({ projectConfig: config }) {
    this.fakeTimersModern = new ModernFakeTimers({ config, global: globalThis });
    this.environmentVariables = { ...process.env };
    this.exit = process.exit;
    this.exitCode = process.exitCode;
    this.folder = process.cwd();
  }

  setup() {}

  teardown() {
    this.fakeTimersModern.dispose();
    process.exit = this.exit;
    process.exitCode = this.exitCode;
    if (process.cwd() !== this.folder) process.chdir(this.folder);
    for (const name of Object.keys(process.env)) if (!(name in this.environmentVariables)) delete process.env[name];
    Object.assign(process.env, this.environmentVariables);
    delete globalThis[Symbol.for('EVENT_HANDLERS')]; // of jest-circus, which every suite has to itself
  }

  exportConditions() {
    return this.customExportConditions;
  }

  getVmContext() {
    return globalThis;
  }
};
