package dev.confab.client.messaging;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a capability says at one moment. Immutable. */
final class Allowance {

    static final Allowance ALLOWED = new Allowance(DenialReason.NOT_DENIED, null);

    final DenialReason reason;
    final @Nullable String explanation;

    private Allowance(DenialReason reason, @Nullable String explanation) {
        this.reason = reason;
        this.explanation = explanation;
    }

    static Allowance notNow(@Nullable String explanation) {
        return new Allowance(DenialReason.INVALID_STATE, explanation);
    }

    static Allowance notSupported(@Nullable String explanation) {
        return new Allowance(DenialReason.NOT_SUPPORTED, explanation);
    }

    /** This, as far as something else holds, too. */
    Allowance when(boolean holds, String otherwise) {
        return isAllowed() && !holds ? notNow(otherwise) : this;
    }

    boolean isAllowed() {
        return reason == DenialReason.NOT_DENIED;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Allowance
                && ((Allowance) other).reason == reason
                && Objects.equals(((Allowance) other).explanation, explanation);
    }

    @Override
    public int hashCode() {
        return Objects.hash(reason, explanation);
    }
}
