import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A certificate and its key, as PEM. */
export interface Certificate {
  readonly certificate: string;
  readonly key: string;
}

/** A local authority, such as Let's Encrypt would be. */
export class Authority {
  private readonly certificateFile: string;
  private readonly keyFile: string;

  constructor(
    private readonly folder: string,
    name: string,
  ) {
    this.certificateFile = join(folder, `${name}.crt`);
    this.keyFile = join(folder, `${name}.key`);
    openssl([
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
      ...['-keyout', this.keyFile, '-out', this.certificateFile, '-days', '2', '-subj', `/CN=${name}`],
      ...['-addext', 'keyUsage=critical,keyCertSign,cRLSign'],
    ]);
  }

  get certificate(): string {
    return readFileSync(this.certificateFile, 'utf8');
  }

  issue(name: string): Certificate {
    const path = (ending: string) => join(this.folder, `${name}.${ending}`);
    openssl([
      ...['req', '-new', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
      ...['-keyout', path('key'), '-out', path('csr'), '-subj', `/CN=${name}`],
    ]);
    writeFileSync(path('ext'), `subjectAltName=DNS:${name}\n`);
    openssl([
      ...['x509', '-req', '-in', path('csr'), '-CA', this.certificateFile, '-CAkey', this.keyFile],
      ...['-CAcreateserial', '-days', '2', '-extfile', path('ext'), '-out', path('crt')],
    ]);
    return { certificate: readFileSync(path('crt'), 'utf8'), key: readFileSync(path('key'), 'utf8') };
  }
}

function openssl(args: readonly string[]): void {
  execFileSync('openssl', [...args], { stdio: 'ignore' });
}
