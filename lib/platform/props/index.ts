export { checkCalls, checkProps, childOf } from './check-props';
export { namesOfMembers, ownersOfMember } from './member-names';
