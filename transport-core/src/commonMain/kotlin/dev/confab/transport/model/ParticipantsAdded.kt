package dev.confab.transport.model

/**
 * What became of the addresses that were to be invited; each is in one of the three.
 *
 * @property added who takes part now. In a draft while nobody can be asked: whom the first message is going to invite.
 * @property alreadyPresent addresses of those who took part already.
 * @property rejected what could not be invited, and why.
 */
public class ParticipantsAdded(added: List<Participant>, alreadyPresent: List<String>, rejected: List<AddressRejection>) {
    public val added: List<Participant> = added.toList()
    public val alreadyPresent: List<String> = alreadyPresent.toList()
    public val rejected: List<AddressRejection> = rejected.toList()

    override fun equals(other: Any?): Boolean = other is ParticipantsAdded &&
        other.added == added &&
        other.alreadyPresent == alreadyPresent &&
        other.rejected == rejected

    override fun hashCode(): Int = (added.hashCode() * 31 + alreadyPresent.hashCode()) * 31 + rejected.hashCode()

    /** Without addresses, which stay out of logs. */
    override fun toString(): String =
        "ParticipantsAdded(${added.size} added, ${alreadyPresent.size} already present, ${rejected.size} rejected)"
}

/**
 * An address that could not be invited.
 *
 * @property reason a sentence for a person.
 */
public class AddressRejection(public val address: String, public val reason: String) {
    override fun equals(other: Any?): Boolean = other is AddressRejection && other.address == address && other.reason == reason

    override fun hashCode(): Int = address.hashCode() * 31 + reason.hashCode()

    /** Without the address, which stays out of logs. */
    override fun toString(): String = "AddressRejection($reason)"
}
