package dev.confab.client.messaging;

import dev.confab.transport.model.AddressRejection;
import dev.confab.transport.model.ParticipantsAdded;
import java.util.List;

/** What became of addresses that were to be added; each is in one of the three lists. */
public final class AddParticipantsResult {

    private final ParticipantsAdded value;

    AddParticipantsResult(ParticipantsAdded value) {
        this.value = value;
    }

    /**
     * Tells who takes part now.
     *
     * @return the participants; of a draft without a connection: whom its first message is going to invite
     */
    public List<Participant> getAddedParticipants() {
        return Participant.of(value.getAdded());
    }

    /**
     * Tells who took part before.
     *
     * @return their addresses
     */
    public List<String> getAlreadyPresentAddresses() {
        return value.getAlreadyPresent();
    }

    /**
     * Tells which addresses were not added, and why.
     *
     * @return address and reason of each
     */
    public List<AddressRejection> getInvalidAddresses() {
        return value.getRejected();
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
