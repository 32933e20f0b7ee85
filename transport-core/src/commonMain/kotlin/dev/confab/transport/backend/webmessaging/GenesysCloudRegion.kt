package dev.confab.transport.backend.webmessaging

import kotlin.jvm.JvmStatic

/**
 * A region of Genesys Cloud (protocol notes §2.1). The list may lag behind the vendor's: any domain can be given as text instead.
 *
 * @property domain what all addresses of the region end with, such as `mypurecloud.de`.
 * @property awsRegion the region of AWS that it runs in, as in `eu-central-1`.
 * @property location where that is, for people.
 */
public enum class GenesysCloudRegion(public val domain: String, public val awsRegion: String, public val location: String) {
    US_EAST("mypurecloud.com", "us-east-1", "Americas (US East)"),
    US_WEST("usw2.pure.cloud", "us-west-2", "Americas (US West)"),
    CANADA("cac1.pure.cloud", "ca-central-1", "Americas (Canada)"),
    SAO_PAULO("sae1.pure.cloud", "sa-east-1", "Americas (São Paulo)"),
    MEXICO("mxc1.pure.cloud", "mx-central-1", "Americas (Mexico)"),
    FEDRAMP("use2.us-gov-pure.cloud", "us-east-2", "Americas (US East 2, FedRAMP)"),
    IRELAND("mypurecloud.ie", "eu-west-1", "EMEA (Ireland)"),
    LONDON("euw2.pure.cloud", "eu-west-2", "EMEA (London)"),
    FRANKFURT("mypurecloud.de", "eu-central-1", "EMEA (Frankfurt)"),
    ZURICH("euc2.pure.cloud", "eu-central-2", "EMEA (Zurich)"),
    UAE("mec1.pure.cloud", "me-central-1", "Middle East (UAE)"),
    MUMBAI("aps1.pure.cloud", "ap-south-1", "Asia Pacific (Mumbai)"),
    TOKYO("mypurecloud.jp", "ap-northeast-1", "Asia Pacific (Tokyo)"),
    SEOUL("apne2.pure.cloud", "ap-northeast-2", "Asia Pacific (Seoul)"),
    OSAKA("apne3.pure.cloud", "ap-northeast-3", "Asia Pacific (Osaka)"),
    SINGAPORE("apse1.pure.cloud", "ap-southeast-1", "Asia Pacific (Singapore)"),
    SYDNEY("mypurecloud.com.au", "ap-southeast-2", "Asia Pacific (Sydney)"),
    ;

    /** The hosts to which files of this region are uploaded: buckets in the region's own part of AWS. */
    internal fun isUploadHost(host: String): Boolean = UPLOAD_HOST.matchEntire(host.lowercase())?.groupValues?.get(1) == awsRegion

    public companion object {
        private val UPLOAD_HOST = Regex("""shyrka-prod(?:-[a-z0-9-]+)?\.s3\.([a-z0-9-]+)\.amazonaws\.com""")

        /** The region with this domain, or null when it is none of this list. */
        @JvmStatic
        public fun ofDomain(domain: String): GenesysCloudRegion? = entries.find { it.domain.equals(domain, ignoreCase = true) }
    }
}
