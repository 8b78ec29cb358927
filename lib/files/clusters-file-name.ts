/** The file in a project's folder that says which folder of manifests is for which cluster: a synthesis writes it, the commands read it. */
export const CLUSTERS_FILE = 'cdk8s-autoscaling.clusters.yaml';
