/** Waits until the service workers that the page has registered are at work, as they are when somebody comes back. */
export const workersReady = async (patience: number): Promise<void> => {
  const giveUpAt = performance.now() + patience
  const registrations = (await navigator.serviceWorker?.getRegistrations()) ?? []
  const isReady = ({ installing, waiting, active }: ServiceWorkerRegistration): boolean =>
    installing === null && (waiting !== null || active === null || active.state === 'activated')
  while (!registrations.every(isReady) && performance.now() < giveUpAt) {
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}
