package dev.confab.sample.screen;

import android.content.Context;
import android.content.SharedPreferences;
import dev.confab.sample.service.Backend;
import dev.confab.sample.service.ServiceSettings;
import dev.confab.sample.settings.SettingsStore;

/** The settings in the preferences of the app. */
final class SavedSettings implements SettingsStore {

    private static final String BACKEND = "backend";
    private static final String ADDRESS = "address";
    private static final String DEPLOYMENT = "deployment";
    private static final String ORGANIZATION = "organization";
    private static final String QUEUE = "queue";

    private final SharedPreferences preferences;

    SavedSettings(Context context) {
        preferences = context.getSharedPreferences("service", Context.MODE_PRIVATE);
    }

    @Override
    public ServiceSettings load() {
        String name = read(BACKEND);
        for (Backend backend : Backend.values()) {
            if (backend.name().equals(name)) {
                return new ServiceSettings(backend, read(ADDRESS), read(DEPLOYMENT), read(ORGANIZATION), read(QUEUE));
            }
        }
        return ServiceSettings.initial(SampleApp.isEmulator());
    }

    @Override
    public void save(ServiceSettings settings) {
        preferences
                .edit()
                .putString(BACKEND, settings.backend().name())
                .putString(ADDRESS, settings.address())
                .putString(DEPLOYMENT, settings.deployment())
                .putString(ORGANIZATION, settings.organization())
                .putString(QUEUE, settings.queue())
                .apply();
    }

    private String read(String key) {
        String value = preferences.getString(key, "");
        return value == null ? "" : value;
    }
}
