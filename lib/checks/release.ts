export { isAtLeast } from '../kubernetes/release';
