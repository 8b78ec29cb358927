import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { ApiObject, App, Chart, Lazy } from 'cdk8s';
import { AppChecks } from '../../lib/synth';

/** An app of charts with an object each, and how often the objects were rendered. */
function appOf(charts: number): { app: App; renderings: () => number } {
  const app = new App({ outdir: mkdtempSync(path.join(tmpdir(), 'plain-app-')) });
  let count = 0;
  for (let i = 0; i < charts; i++) {
    const chart = new Chart(app, `chart-${i}`, { namespace: 'shop' });
    AppChecks.attach(chart);
    new ApiObject(chart, 'config', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: `config-${i}` },
      data: { value: Lazy.any({ produce: () => String(count++) }) as unknown },
    });
  }
  return { app, renderings: () => count };
}

test('the rules look at a plain App once for each synthesis, however many charts it has', () => {
  for (const charts of [1, 5, 10]) {
    const { app, renderings } = appOf(charts);
    app.synth();
    expect(renderings()).toBe(charts); // for the rules and the files
    app.synthYaml();
    expect(renderings()).toBe(3 * charts); // once for the rules, and once for the text
  }
});

test('the files of a plain App are those of cdk8s, in its order', () => {
  class OwnChart extends Chart {
    override toJson(): unknown[] {
      return [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'own' } }];
    }
  }
  const filesOf = (attach: (chart: Chart) => unknown): Map<string, string> => {
    const { app } = appOf(0);
    const configMap = (chart: Chart, id: string): ApiObject =>
      new ApiObject(chart, id, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: id }, data: { id } });
    const outer = new Chart(app, 'outer');
    attach(outer);
    const [first, last] = [configMap(outer, 'first'), configMap(outer, 'last')];
    first.addDependency(last);
    const inner = configMap(new Chart(outer, 'inner'), 'inner');
    configMap(new Chart(app, 'other'), 'other').addDependency(inner);
    new OwnChart(app, 'own');
    app.synth();
    expect(Object.hasOwn(outer, 'toJson')).toBe(false);
    return new Map(
      readdirSync(app.outdir).map((name) => [name, readFileSync(path.join(app.outdir, name), 'utf8')] as const),
    );
  };
  expect(filesOf((chart) => AppChecks.attach(chart))).toEqual(filesOf(() => undefined));
});

test('what is wrong after one synthesis is found by the next', () => {
  const { app } = appOf(2);
  expect(() => app.synthYaml()).not.toThrow();
  for (const id of ['a', 'b']) {
    new ApiObject(app.charts[0]!, id, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'twice' } });
  }
  expect(() => app.synthYaml()).toThrow('R26');
  expect(() => app.synth()).toThrow('R26');
});

test('an App of one’s own class, which may change while it is synthesized, is looked at each time', () => {
  class OwnApp extends App {}
  const app = new OwnApp();
  AppChecks.attach(new Chart(app, 'chart'));
  expect(Object.hasOwn(app, 'synth')).toBe(false);
});
