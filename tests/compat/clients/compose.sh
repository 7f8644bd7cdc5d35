# Compose 1 and 2.  `compose` in a row is `docker-compose` of version 1, `docker compose` of version 2.
# shellcheck shell=bash

project() {
    local words="docker compose"
    [ "$NAME" != compose-1.29 ] || words=/usr/bin/docker-compose
    printf '#!/bin/sh\nexec %s "$@"\n' "$words" >"$TOOLS/compose"
    chmod +x "$TOOLS/compose"
    cp "$here"/compose/*.yml "$PROJECT"
    mkdir -p "$PROJECT"/{init,www,ctx}
    printf 'A=b\n' >"$PROJECT/web.env"
    echo secret >"$PROJECT/token"
    echo page >"$PROJECT/www/page"
    printf 'FROM app:1\nARG WHO\nRUN echo $WHO >/who\n' >"$PROJECT/ctx/Dockerfile"
}

is_version_2() { [ "$NAME" != compose-1.29 ]; }

daily_work() { # daily_work FILE: what people do with a project that is up
    works "compose -f $1 ps && compose -f $1 images && compose -f $1 top"
    works "compose -f $1 logs --no-color --tail 5 web | grep started"
    works "compose -f $1 exec -T web id -u"
    works "script -qec 'compose -f $1 exec web tty' /dev/null | grep /dev/pts"
    works "compose -f $1 run --rm -T --no-deps migrate true"
    works "compose -f $1 port web ${2:-80} | grep 8080"
    works "compose -f $1 restart web && compose -f $1 pause db && compose -f $1 unpause db"
    if is_version_2 || [ "$ENGINE" = 20.10 ]; then
        works "compose -f $1 up -d --force-recreate --no-deps web"
    else
        not_here "compose -f $1 up -d --force-recreate --no-deps web" "compose 1 ends with KeyError: ContainerConfig on engines from 25 on, gate or none"
    fi
    # The pause has cost checks of health, which compose 1 does not wait for.
    works "until [ -z \"\$(docker ps -q --filter health=unhealthy --filter health=starting)\" ]; do sleep 0.2; done"
    works "compose -f $1 up -d --scale migrate=2"
    works "compose -f $1 logs -f --no-color web >logs & until grep -q started logs; do sleep 0.1; done; compose -f $1 stop web; wait"
    works "compose -f $1 start web && compose -f $1 kill web && compose -f $1 rm -f web"
    if is_version_2; then
        works "compose -f $1 ls && compose -f $1 stats --no-stream db"
        works "compose -f $1 up -d --wait db"
    fi
    needs copy-of-running "docker cp \$(compose -f $1 ps -q db):/etc/passwd out"
    works "compose -f $1 down -v --remove-orphans && ! docker ps -a | grep shop && ! docker volume ls | grep shop && ! docker network ls | grep shop"
}

work_baseline() {
    project
    works 'compose version && compose -f ordinary.yml config'
    works 'compose -f ordinary.yml create'
    works 'compose -f ordinary.yml up -d'
    works 'curl -sf --retry 20 --retry-connrefused --retry-delay 1 http://127.0.0.1:8080/page'
    works 'compose -f ordinary.yml exec -T beside grep kept /var/lib/store/file'
    daily_work ordinary.yml
    works 'compose -f classic.yml up -d && compose -f classic.yml ps && compose -f classic.yml down -v'
    works 'compose -f ordinary.yml up --abort-on-container-exit --exit-code-from migrate migrate && compose -f ordinary.yml down -v'
    needs build 'compose -f build.yml build --no-cache && compose -f build.yml up && compose -f build.yml down -v --rmi local'
    needs build 'compose -f build.yml up --build && compose -f build.yml down -v'
    works 'compose -f subnet.yml up && compose -f subnet.yml logs | grep 10.213.7.9 && compose -f subnet.yml down'
    works 'compose -f subnet.yml up && compose -f subnet.yml down'
    works 'docker login -u "$REGISTRY_USER" --password-stdin "$REGISTRY" <<<"$REGISTRY_PASSWORD"'
    works 'printf "services: {app: {image: %s/shop:1, command: \"true\"}}\n" "$REGISTRY" >push.yml && docker tag app:1 "$REGISTRY/shop:1" && docker push "$REGISTRY/shop:1" && docker rmi "$REGISTRY/shop:1"'
    works 'compose -f push.yml pull && compose -f push.yml up && compose -f push.yml down -v --rmi all'
}

work_restricted() {
    project
    works 'compose -f hardened.yml config'
    works 'compose -f hardened.yml up -d'
    works 'curl -sf --retry 20 --retry-connrefused --retry-delay 1 http://127.0.0.1:8080/passwd'
    daily_work hardened.yml 8080
}
