import { type IResolver, type ResolutionContext } from 'cdk8s';
import { IMAGE_DIGESTS } from '../image-digests';

/** Where a flag of a controller names an image, such as `--prometheus-config-reloader=`. */
const FLAG = /^--[\w-]+=(?=\S+$)/;

/**
 * Adds the digest of the table of digests to the image of each container, so that a tag that moves changes nothing: a resolver of `AutoscalingApp`.
 * An image that is not in the table, or has a digest already, stays as it is.
 *
 * @see https://kubernetes.io/docs/concepts/containers/images/#image-names
 */
export class PinnedImages implements IResolver {
  private readonly digests: { readonly [image: string]: string };

  /** @param more digests of further images by `repository:tag`, which go before those of the table */
  constructor(more: { readonly [image: string]: string } = {}) {
    this.digests = { ...IMAGE_DIGESTS, ...more };
  }

  public resolve(context: ResolutionContext): void {
    const value: unknown = context.value;
    if (typeof value !== 'string') return;
    const [flag = ''] = context.key.includes('args') ? (FLAG.exec(value) ?? []) : [];
    if (flag === '' && context.key.at(-1) !== 'image') return;
    const image = value.slice(flag.length);
    const digest = Object.hasOwn(this.digests, image) ? this.digests[image] : undefined;
    if (digest !== undefined) context.replaceValue(`${flag}${image}@${digest}`);
  }
}
