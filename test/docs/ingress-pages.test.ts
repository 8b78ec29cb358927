import * as fs from 'node:fs';
import * as path from 'node:path';
import { F5Naming, F5NginxIngressStack } from '../../lib';
import { COMMUNITY_CONFIG_KEYS } from '../../lib/ingress/community/community-config-keys';
import { F5_CONFIG_KEYS } from '../../lib/ingress/f5/f5-config-keys';
import { chart } from '../ingress/manifests';

const page = fs.readFileSync(path.join(__dirname, '../../docs/constructs/nginx-ingress-stack.md'), 'utf8');

/** The rows of the table whose first line begins with a column. */
function rowsBelow(header: string): string[][] {
  const lines = page.split('\n');
  const start = lines.findIndex((line) => line.replaceAll(/ +/g, ' ').startsWith(header));
  if (start < 0) throw new Error(`There is no table "${header}".`);
  const end = lines.findIndex((line, index) => index > start && !line.startsWith('|'));
  return lines.slice(start + 2, end).map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim().replaceAll('`', '')),
  );
}

test('the table of tuning is the one of the code', () => {
  expect(rowsBelow('| tuning |')).toEqual(
    Object.entries(F5_CONFIG_KEYS).map(([name, { key }]) => [
      name,
      key,
      COMMUNITY_CONFIG_KEYS[name as keyof typeof COMMUNITY_CONFIG_KEYS].key,
    ]),
  );
});

test("the table of names is what F5's controller is called", () => {
  const [current, legacy] = [F5Naming.CURRENT, F5Naming.LEGACY].map((naming) => {
    const ingress = new F5NginxIngressStack(chart(), 'ingress', { release: 'main', naming });
    const selector = Object.entries(ingress.podLabels).map(([label, value]) => `${label}=${value}`);
    return [ingress.workloadName, selector.join(',')];
  });
  expect(
    rowsBelow('| | F5Naming.CURRENT'.replace('F5', '`F5'))
      .slice(0, 2)
      .map(([, ...names]) => names),
  ).toEqual([
    [current?.[0], legacy?.[0]],
    [current?.[1], legacy?.[1]],
  ]);
});

test('the page names the successors of the community controller', () => {
  expect(page).toMatch(/### Successors\n[^#]*F5NginxIngressStack[^#]*HttpGateway/);
});
