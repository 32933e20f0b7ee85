package dev.confab.cli.backend;

import dev.confab.cli.Streams;
import dev.confab.client.AsyncMessagingClient;
import dev.confab.client.webmessaging.AsyncWebMessagingAuth;
import dev.confab.transport.MessagingClientConfig;
import dev.confab.transport.backend.FrameInspector;
import dev.confab.transport.store.SqliteSessionStore;
import org.jspecify.annotations.Nullable;

/** A kind of service, as the command line knows it. To add one, write one class and name it in {@link Backends}. */
public interface Backend {

    /** The name for {@code --backend}. */
    String name();

    /** What people call it. */
    String title();

    /** Shows what its codec makes of recorded frames. */
    FrameInspector inspector();

    /** The deployment that every sandbox has. */
    String defaultDeployment();

    /**
     * Makes a guest of a service.
     *
     * @param service where it is, and what else was said; refuses what cannot work
     * @return a guest that is not connected yet
     */
    Guest guest(ServiceChoice service);

    /** In a few words, what {@link #demo} shows. */
    String demoShows();

    /** Whether {@link #demo} can let things go wrong. */
    boolean demoHasFaults();

    /**
     * Plays a conversation against a sandbox in this process.
     *
     * @param faults whether nearly everything goes wrong once
     * @return the exit code
     */
    int demo(Streams streams, boolean faults) throws InterruptedException;

    /** Somebody who is about to talk to a service. */
    interface Guest {

        /** Keeps in a store what the guest has besides the session. */
        void keep(SqliteSessionStore store, String guestName);

        /** Makes the client. */
        Talk talk(MessagingClientConfig config);
    }

    /**
     * A client that is not connected yet.
     *
     * @param auth the sign-in of its guest; null where there is none
     */
    record Talk(AsyncMessagingClient client, @Nullable AsyncWebMessagingAuth auth) {}
}
