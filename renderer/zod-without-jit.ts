// Imported before all else: zod would try to make code from text at its first parse, which the CSP forbids.
import { z } from 'zod';

z.config({ jitless: true });
