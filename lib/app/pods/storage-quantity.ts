import { type Size } from 'cdk8s';

/** An amount of storage as the API server writes it: in any other form each apply would change it. */
export function storageQuantity(size: Size): string {
  const mebibytes = size.toMebibytes();
  return mebibytes % 1024 === 0 ? `${mebibytes / 1024}Gi` : `${mebibytes}Mi`;
}
