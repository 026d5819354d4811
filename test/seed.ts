import fc from 'fast-check'

// The same inputs in every run, so that a change is what breaks a test; TUNEWRIGHT_SEED looks at others.
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(process.env.TUNEWRIGHT_SEED ?? 20_260_101) })
