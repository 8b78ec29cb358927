/** The image that lab zero-downtime rolls out over the one of its manifests. */
export const NEXT_NGINX = 'docker.io/nginxinc/nginx-unprivileged:1.29.8-alpine';
