import { ManifestReader } from '../../lib/checks/files/manifest-reader';

/** What is said of a text; undefined where it is read. */
function problemOf(text: string): string | undefined {
  const reader = new ManifestReader();
  reader.read('x.yaml', text);
  return reader.unreadable[0]?.what;
}

const OBJECT = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n';

test.each([
  ['a tag of its own', `${OBJECT}data: { k: !!str 5 }\n`],
  ['a tag by its address', `${OBJECT}data: { k: !<tag:yaml.org,2002:str> 5 }\n`],
  ['a tag of nothing', `${OBJECT}data: { k: ! x }\n`],
  ['an anchor and its alias', `${OBJECT}data: { a: &x v, b: *x }\n`],
])('%s is read', (_, text) => {
  expect(problemOf(text)).toBeUndefined();
});

test.each([
  ['a directive that there is not', `%FOO bar\n---\n${OBJECT}`],
  ['a tag that is not closed', `${OBJECT}data: { k: !<tag:yaml.org x }\n`],
  ['a tag without a name', `${OBJECT}data: { k: !!  x }\n`],
  ['a tag with a broken escape', `${OBJECT}data: { k: !a%zz x }\n`],
  ['a tag that runs into its value', `${OBJECT}data: { k: !!str"x" }\n`],
  ['an anchor without a name', `${OBJECT}data: { k: & x }\n`],
  ['an alias with an odd name', `${OBJECT}data: { k: *(x }\n`],
])('%s is not', (_, text) => {
  expect(problemOf(text)).toBeDefined();
});
