package dev.confab.sample.settings;

import dev.confab.sample.service.Address;
import dev.confab.sample.service.Backend;
import dev.confab.sample.service.ServiceSettings;
import dev.confab.sample.settings.SettingsView.Field;
import java.util.EnumSet;
import java.util.Set;

/** Finds out which of the fields a back end refuses: each is tried alone, among values that are good. */
final class Check {

    private Check() {}

    /** The fields that cannot work; empty: all can. */
    static Set<Field> wrong(ServiceSettings typed, Address address, Set<Field> asked) {
        Set<Field> wrong = EnumSet.noneOf(Field.class);
        if (works(typed, address)) {
            return wrong;
        }
        for (Field field : asked) {
            if (!works(alone(field, typed), address)) {
                wrong.add(field);
            }
        }
        // Where the address is refused, all are; and where none is refused alone, it is what they have in common.
        return wrong.isEmpty() || wrong.contains(Field.ADDRESS) ? EnumSet.of(Field.ADDRESS) : wrong;
    }

    private static ServiceSettings alone(Field field, ServiceSettings typed) {
        Backend backend = typed.backend();
        ServiceSettings good = backend.sandbox(typed.address());
        return new ServiceSettings(
                backend,
                typed.address(),
                field == Field.DEPLOYMENT ? typed.deployment() : good.deployment(),
                field == Field.ORGANIZATION ? typed.organization() : good.organization(),
                field == Field.QUEUE ? typed.queue() : good.queue());
    }

    private static boolean works(ServiceSettings settings, Address address) {
        try {
            var unused = settings.options(address);
            return true;
        } catch (IllegalArgumentException refused) {
            return false;
        }
    }
}
