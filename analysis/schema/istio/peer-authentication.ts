import { fields, whole } from '../meaning/parts';
import { describe } from '../structural/walk';
import { ofSpec } from './parts';

/** The definition asks for ports in range, and for a selector. */
export const peerAuthenticationCheck = ofSpec(
  fields({
    portLevelMtls: whole((modes, walk) => {
      for (const port of Object.keys(modes)) {
        const isInRange = Number(port) >= 1 && Number(port) <= 65535;
        if (isInRange && !/^[1-9]\d*$/.test(port))
          walk.failAt(port, `${describe(port)} is not a number of digits alone, without a leading 0`);
      }
    }),
  }),
);
