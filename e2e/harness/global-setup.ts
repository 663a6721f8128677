import { addPeople, trustSampleAuthorities, withStore } from './people.ts';
import { startApp } from './running-app.ts';

/** Starts the app that the stories share; what is returned stops it. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const app = await startApp();
  try {
    await withStore(app.databaseUrl, async (store) => {
      await addPeople(store);
      await trustSampleAuthorities(store);
    });
  } catch (error) {
    await app.stop();
    throw error;
  }
  // The workers that run the stories are other processes; they get the environment.
  process.env.ASSAY_E2E_URL = app.url;
  process.env.ASSAY_E2E_DATABASE_URL = app.databaseUrl;
  return app.stop;
}
