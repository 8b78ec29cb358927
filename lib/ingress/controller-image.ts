import { type Construct } from 'constructs';
import { ConstructError, imageProblem } from '../validation';

/** The image, if it is pinned. */
export function checkImage(scope: Construct, image: string): string {
  const problem = imageProblem(image);
  if (problem) throw new ConstructError(scope, problem);
  return image;
}
