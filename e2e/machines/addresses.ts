/** What the lab gives to its first two clusters and its first machine. */
export const servers = {
  'kube-01': 'https://172.30.0.11:6443',
  'kube-02': 'https://172.30.0.12:6443',
} as const;
export const machineAddress = '172.30.0.201';
