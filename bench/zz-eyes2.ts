import { startApp } from '@/e2e/support/app';

(async () => {
  const app = await startApp();
  console.log(app.url);
  setInterval(() => {}, 1e6);
})();
