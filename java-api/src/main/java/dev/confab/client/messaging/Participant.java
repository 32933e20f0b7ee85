package dev.confab.client.messaging;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Somebody who takes part in a conversation. Immutable; equal to another value that says the same. */
public final class Participant {

    private final dev.confab.transport.model.Participant value;

    private Participant(dev.confab.transport.model.Participant value) {
        this.value = value;
    }

    static Participant of(dev.confab.transport.model.Participant value) {
        return new Participant(value);
    }

    static List<Participant> of(List<dev.confab.transport.model.Participant> values) {
        List<Participant> all = new ArrayList<>(values.size());
        values.forEach(value -> all.add(new Participant(value)));
        return Collections.unmodifiableList(all);
    }

    /**
     * Tells under which address they are reached.
     *
     * @return the address, such as {@code bob@example.com}; null where the service tells none
     */
    public @Nullable String getAddress() {
        return value.getAddress();
    }

    /**
     * Tells what to call them.
     *
     * @return the name, else the address, else nothing
     */
    public String getDisplayName() {
        String name = value.getName();
        String address = value.getAddress();
        if (name != null && !name.trim().isEmpty()) {
            return name;
        }
        return address == null ? "" : address;
    }

    /**
     * Tells whether it is the user of this service.
     *
     * @return whether it is oneself
     */
    public boolean isSelf() {
        return value.isSelf();
    }

    /**
     * Tells where their picture is.
     *
     * @return the address as the service gave it, unchecked; null where there is none
     */
    public @Nullable String getPictureUrl() {
        return value.getImageUrl();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Participant && ((Participant) other).value.equals(value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    /** Without name and address, which stay out of logs. */
    @Override
    public String toString() {
        return value.toString();
    }
}
