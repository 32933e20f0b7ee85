package dev.confab.sample.screen;

import android.content.Context;
import dev.confab.sample.R;
import dev.confab.sample.service.Backend;
import dev.confab.sample.settings.SettingsView.Field;
import dev.confab.sample.settings.SettingsView.Problem;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the settings are called; each back end has its own words. */
final class SettingsTexts {

    /** In the order of the list. */
    private static final List<Backend> BACKENDS = List.copyOf(EnumSet.allOf(Backend.class));

    private SettingsTexts() {}

    static String[] names(Context context) {
        String[] names = new String[BACKENDS.size()];
        for (int i = 0; i < names.length; i++) {
            names[i] = name(context, BACKENDS.get(i));
        }
        return names;
    }

    /** The one that stands there in the list. */
    static Backend backend(int index) {
        return BACKENDS.get(index);
    }

    static String name(Context context, Backend backend) {
        return context.getString(
                switch (backend) {
                    case WEB_MESSAGING -> R.string.backend_web_messaging;
                    case GUEST_CHAT -> R.string.backend_guest_chat;
                    case ENGAGE_V2 -> R.string.backend_engage_v2;
                    case ENGAGE_V3 -> R.string.backend_engage_v3;
                });
    }

    static String hint(Context context, Backend backend, Field field) {
        return context.getString(
                switch (field) {
                    case ADDRESS ->
                        backend.hasRegions() ? R.string.settings_address_regions : R.string.settings_address;
                    case DEPLOYMENT ->
                        switch (backend) {
                            case WEB_MESSAGING, GUEST_CHAT -> R.string.settings_deployment;
                            case ENGAGE_V2 -> R.string.settings_service;
                            case ENGAGE_V3 -> R.string.settings_endpoint;
                        };
                    case ORGANIZATION ->
                        backend == Backend.ENGAGE_V3 ? R.string.settings_key : R.string.settings_organization;
                    case QUEUE -> R.string.settings_queue;
                });
    }

    static @Nullable String help(Context context, Backend backend, Field field) {
        if (field != Field.ADDRESS) {
            return null;
        }
        return context.getString(
                backend.hasRegions() ? R.string.settings_address_help_regions : R.string.settings_address_help);
    }

    static String problem(Context context, Problem problem) {
        return context.getString(
                switch (problem) {
                    case MISSING -> R.string.settings_missing;
                    case NO_ADDRESS -> R.string.settings_no_address;
                    case NOT_ENCRYPTED -> R.string.settings_not_encrypted;
                    case NO_DEPLOYMENT_ID -> R.string.settings_no_deployment_id;
                });
    }
}
