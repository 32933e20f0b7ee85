package dev.confab.android;

import dev.confab.transport.Confab;
import dev.confab.transport.net.EngineProvider;
import dev.confab.transport.net.NetworkSettings;
import io.ktor.client.engine.HttpClientEngine;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What {@link Confab} gives to its engines. */
final class TakenSettings implements EngineProvider {

    private final OkHttpEngines engines = new OkHttpEngines();
    private @Nullable NetworkSettings settings;

    private TakenSettings() {}

    static NetworkSettings of(UnaryOperator<Confab.Builder> options) {
        TakenSettings taken = new TakenSettings();
        options.apply(Confab.builder().engines(taken)).build().close();
        return Objects.requireNonNull(taken.settings);
    }

    @Override
    public HttpClientEngine sessions(NetworkSettings given) {
        settings = given;
        return engines.sessions(given);
    }

    @Override
    public HttpClientEngine transfer(String serverName, NetworkSettings given) {
        return engines.transfer(serverName, given);
    }
}
