package dev.confab.client.messaging;

import java.util.List;

/** What the service knows of an address. */
public final class AddressValidation {

    private final dev.confab.transport.model.AddressValidation value;

    AddressValidation(dev.confab.transport.model.AddressValidation value) {
        this.value = value;
    }

    /**
     * Tells the address as it was asked for.
     *
     * @return the address
     */
    public String getQuery() {
        return value.getQuery();
    }

    /**
     * Tells who has it.
     *
     * @return them; empty when nobody is reached under it, several when it is not clear who is meant
     */
    public List<Participant> getValidAddresses() {
        return Participant.of(value.getMatches());
    }

    /**
     * Tells whether somebody is reached under it.
     *
     * @return whether the address is valid
     */
    public boolean isValid() {
        return value.isValid();
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
