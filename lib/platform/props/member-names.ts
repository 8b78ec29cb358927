import { INTERFACES } from './prop-types';
import { typedMembers } from './typed-members';

/** The names of the members of a public interface. */
export function namesOfMembers(type: string): string[] {
  return typedMembers(INTERFACES[type] ?? '').map(({ name }) => name);
}

/** Which of some public interfaces have a member. */
export function ownersOfMember(name: string, types: readonly string[]): string[] {
  return types.filter((type) => namesOfMembers(type).includes(name));
}
