import { InputError, type UserLoad } from '../../../simulation';

/** The most users that a load has at once. */
export function mostUsers({ users }: UserLoad): number {
  return users.shape === 'wave' ? users.high : Math.max(0, ...users.points.map(([, count]) => count));
}

/** A number of users that a program can have. @throws InputError for any other. */
export function wholeUsers(tool: string, users: number, most: number): number {
  if (Number.isInteger(users) && users >= 1 && users <= most) return users;
  throw new InputError({
    what: `${tool} is to run with ${users} users.`,
    why: `One pod of it has 1 to ${most}, all of them whole.`,
    fix: 'Ask for fewer, or use another load: a rate such as constant:200rps is made by k6.',
  });
}
