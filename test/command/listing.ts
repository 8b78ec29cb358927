import { type Fields } from '../../lib/kubernetes/fields';

/** An API server that answers lists, and remembers what it was asked; what the answer throws, it refuses with. */
export function listing(answer: (where: string) => readonly Fields[]) {
  const asked: string[] = [];
  const list = <T>(where: string, keep: (item: Record<string, unknown>) => T): Promise<T[]> => {
    asked.push(where);
    return Promise.resolve().then(() => answer(where).map(keep));
  };
  return { list, asked };
}
