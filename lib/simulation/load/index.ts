export { Load, type RequestLoad, type UserLoad } from './load';
export { parseLoad, type ReadFile } from './notation';
export { type PointProfile, type Profile, type WaveProfile } from './profile';
