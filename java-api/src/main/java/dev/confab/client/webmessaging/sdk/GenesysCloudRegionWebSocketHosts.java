package dev.confab.client.webmessaging.sdk;

import dev.confab.transport.backend.webmessaging.GenesysCloudRegion;

/** The regions of Genesys Cloud by the names of the AWS regions that they run in (Web Messaging protocol notes §2.1). */
public enum GenesysCloudRegionWebSocketHosts {
    /** Americas (US East): {@code mypurecloud.com}. */
    us_east_1(GenesysCloudRegion.US_EAST),
    /** Americas (US East 2, FedRAMP): {@code use2.us-gov-pure.cloud}. */
    us_east_2(GenesysCloudRegion.FEDRAMP),
    /** Americas (US West): {@code usw2.pure.cloud}. */
    us_west_2(GenesysCloudRegion.US_WEST),
    /** Americas (Canada): {@code cac1.pure.cloud}. */
    ca_central_1(GenesysCloudRegion.CANADA),
    /** Americas (São Paulo): {@code sae1.pure.cloud}. */
    sa_east_1(GenesysCloudRegion.SAO_PAULO),
    /** Americas (Mexico): {@code mxc1.pure.cloud}. */
    mx_central_1(GenesysCloudRegion.MEXICO),
    /** EMEA (Ireland): {@code mypurecloud.ie}. */
    eu_west_1(GenesysCloudRegion.IRELAND),
    /** EMEA (London): {@code euw2.pure.cloud}. */
    eu_west_2(GenesysCloudRegion.LONDON),
    /** EMEA (Frankfurt): {@code mypurecloud.de}. */
    eu_central_1(GenesysCloudRegion.FRANKFURT),
    /** EMEA (Zurich): {@code euc2.pure.cloud}. */
    eu_central_2(GenesysCloudRegion.ZURICH),
    /** Middle East (UAE): {@code mec1.pure.cloud}. */
    me_central_1(GenesysCloudRegion.UAE),
    /** Asia Pacific (Mumbai): {@code aps1.pure.cloud}. */
    ap_south_1(GenesysCloudRegion.MUMBAI),
    /** Asia Pacific (Tokyo): {@code mypurecloud.jp}. */
    ap_northeast_1(GenesysCloudRegion.TOKYO),
    /** Asia Pacific (Seoul): {@code apne2.pure.cloud}. */
    ap_northeast_2(GenesysCloudRegion.SEOUL),
    /** Asia Pacific (Osaka): {@code apne3.pure.cloud}. */
    ap_northeast_3(GenesysCloudRegion.OSAKA),
    /** Asia Pacific (Singapore): {@code apse1.pure.cloud}. */
    ap_southeast_1(GenesysCloudRegion.SINGAPORE),
    /** Asia Pacific (Sydney): {@code mypurecloud.com.au}. */
    ap_southeast_2(GenesysCloudRegion.SYDNEY);

    private final GenesysCloudRegion region;

    GenesysCloudRegionWebSocketHosts(GenesysCloudRegion region) {
        this.region = region;
    }

    /**
     * Where the WebSocket of the region is.
     *
     * @return an address such as {@code wss://webmessaging.mypurecloud.de/v1}
     */
    public String getWebSocketHost() {
        return "wss://webmessaging." + region.getDomain() + "/v1";
    }

    /**
     * Where the REST calls of the region go.
     *
     * @return an address such as {@code https://api.mypurecloud.de}
     */
    public String asApiHost() {
        return "https://api." + region.getDomain();
    }
}
