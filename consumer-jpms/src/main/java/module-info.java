/** A program of somebody else's, on the module path. Names the modules of the published jars, which therefore must not change. */
module dev.confab.consumer {
    requires dev.confab.client;
    requires dev.confab.sandbox;
    requires dev.confab.transport;
}
