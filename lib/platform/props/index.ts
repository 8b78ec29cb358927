export { checkCalls, checkProps, childOf } from './check-props';
