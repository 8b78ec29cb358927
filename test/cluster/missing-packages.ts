import { missingPackages } from './environment/requirements';

/* Prints the Debian packages that `npm run test:cluster` needs and this machine lacks, for `apt-get install`. */
console.log(missingPackages().join(' '));
