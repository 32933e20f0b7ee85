package dev.confab.sample.service;

import dev.confab.transport.backend.TransportOptions;

/**
 * What the guest has set. What a back end does not ask for is empty.
 *
 * @param address as it was typed: an address, or the domain of a region
 * @param deployment the deployment, service or endpoint
 * @param organization the organization or API key
 * @param queue the queue
 */
public record ServiceSettings(Backend backend, String address, String deployment, String organization, String queue) {

    /** An Android emulator reaches the machine that it runs on by this address. */
    public static final String EMULATOR_HOST = "10.0.2.2";

    private static final int SANDBOX_PORT = 8088;

    /**
     * A sandbox that was started with {@code confab sandbox} beside the emulator, or on the machine that a device is
     * connected to with {@code adb reverse tcp:8088 tcp:8088}.
     */
    public static ServiceSettings initial(boolean emulator) {
        String host = emulator ? EMULATOR_HOST : "127.0.0.1";
        return Backend.WEB_MESSAGING.sandbox("http://" + host + ":" + SANDBOX_PORT);
    }

    /** Tells sessions of different services apart in the store. Two settings have one name only when they are equal. */
    public String sessionName() {
        return String.join("|", backend.name(), address, deployment, organization, queue);
    }

    /**
     * What the library needs to know.
     *
     * @param understood the address
     * @throws IllegalArgumentException when these settings cannot work
     */
    public TransportOptions options(Address understood) {
        return backend.options(this, understood);
    }
}
