package dev.confab.android;

import dev.confab.transport.net.EngineProvider;

/** OkHttp as {@link ConfabAndroid} has it, without the rest of it, which needs an Android to run on. */
public final class AndroidEngines {

    private AndroidEngines() {}

    /** What {@link ConfabAndroid#engineDefaults()} sets. */
    public static EngineProvider okHttp() {
        return new OkHttpEngines();
    }
}
